import { onlineManager } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useChanges } from '@/api/offline/queue'
import { takeNewVersion, useNewVersion } from '@/app/serviceWorker'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/icons'
import styles from './OfflineBar.module.css'

/** While there is no network requests wait for it: without a word the page would look asleep. */
export function OfflineBar() {
  const isOnline = useSyncExternalStore(
    (tell) => onlineManager.subscribe(tell),
    () => onlineManager.isOnline(),
  )
  const changes = useChanges()
  const waiting = changes.filter(({ state }) => state === 'waiting').length
  const undecided = changes.filter(({ state }) => state !== 'waiting')
  const visits = [...new Set(undecided.map(({ visit }) => visit))]
  const isNew = useNewVersion()
  return (
    <div role="status">
      {!isOnline && (
        <p className={styles.bar} data-noprint>
          <Icon name="offline" />
          <span>
            Нет связи с сервером. На экране то, что загружено раньше; когда связь появится, всё обновится
            само.
            {waiting > 0 && ` Ждут отправки ${counted(waiting, ['запись', 'записи', 'записей'])}.`}
          </span>
        </p>
      )}
      {visits.length > 0 && (
        <p className={styles.bar} data-noprint>
          <Icon name="info" />
          <span>
            {`Ждут вашего решения ${counted(undecided.length, ['запись', 'записи', 'записей'])}: `}
            {visits.map((visitId, place) => (
              <span key={visitId}>
                {place > 0 && ', '}
                <Link to="/visits/$visitId" params={{ visitId }}>
                  {visits.length === 1 ? 'открыть визит' : `визит ${place + 1}`}
                </Link>
              </span>
            ))}
          </span>
        </p>
      )}
      {isNew && (
        <p className={styles.bar} data-noprint>
          <Icon name="info" />
          <span>Есть новая версия «Маршрута».</span>
          <Button size="small" onClick={takeNewVersion}>
            Обновить
          </Button>
        </p>
      )}
    </div>
  )
}
