import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { Icon } from '@/ui/icons'
import styles from './OfflineBar.module.css'

/** While there is no network requests wait for it: without a word the page would look asleep. */
export function OfflineBar() {
  const isOnline = useSyncExternalStore(
    (tell) => onlineManager.subscribe(tell),
    () => onlineManager.isOnline(),
  )
  return (
    <div role="status">
      {!isOnline && (
        <p className={styles.bar} data-noprint>
          <Icon name="offline" />
          <span>
            Нет связи с сервером. На экране то, что загружено раньше; когда связь появится, всё обновится
            само.
          </span>
        </p>
      )}
    </div>
  )
}
