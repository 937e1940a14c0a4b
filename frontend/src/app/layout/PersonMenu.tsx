import { Popover, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense, useRef } from 'react'
import type { MeOut } from '@/api/generated/types.gen'
import { useChanges } from '@/api/offline/queue'
import { PasswordDialog } from '@/features/auth/PasswordDialog'
import { counted } from '@/lib/plural'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/icons'
import styles from './PersonMenu.module.css'

const CalendarDialog = lazy(async () => ({
  default: (await import('@/features/calendar/CalendarDialog')).CalendarDialog,
}))

const SCHEMES = [
  { value: 'light', title: 'Светлые' },
  { value: 'dark', title: 'Тёмные' },
  { value: 'auto', title: 'Как в системе' },
] as const

/** Who is logged in, with which roles; the colours of the screen; the way out. */
export function PersonMenu({ me, onSignOut }: { me: MeOut; onSignOut: () => void }) {
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const opener = useRef<HTMLButtonElement>(null)
  const [isChanging, password] = useDisclosure(false)
  const [isSubscribing, calendar] = useDisclosure(false)
  // The button of the menu is gone with the menu: the focus returns to what opens it.
  const focusOpener = () => setTimeout(() => opener.current?.focus())
  const [first, ...others] = me.roles
  const unsent = useChanges().length
  return (
    <>
      <Popover
        opened={isOpen}
        onDismiss={close}
        position="bottom-end"
        width={288}
        withinPortal={false}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <button ref={opener} type="button" className={styles.person} onClick={toggle}>
            <span className={styles.role}>
              {first?.role_title ?? me.full_name}
              {others.length > 0 && ` и ещё ${others.length}`}
            </span>
            <Icon name="down" />
          </button>
        </Popover.Target>
        <Popover.Dropdown className={styles.dropdown} aria-label="Кто вошёл">
          <p className={styles.name}>{me.full_name}</p>
          {me.roles.map(({ role, role_title, unit_title }) => (
            <p className={styles.line} key={`${role} ${unit_title}`}>
              {role_title}
              {unit_title && `: ${unit_title}`}
            </p>
          ))}
          <p className={styles.line}>Логин: {me.login}</p>
          <ColorSchemeChoice />
          {me.permissions.includes('see_plans') && (
            <p className={styles.password}>
              <Button
                isWide
                size="small"
                onClick={() => {
                  close()
                  calendar.open()
                }}
              >
                Календарь сроков
              </Button>
            </p>
          )}
          <p className={styles.password}>
            <Button
              isWide
              size="small"
              onClick={() => {
                close()
                password.open()
              }}
            >
              Сменить пароль
            </Button>
          </p>
          {unsent > 0 && (
            <p className={styles.line}>
              Не отправлено {counted(unsent, ['запись', 'записи', 'записей'])}: останутся в этом браузере до
              вашего входа.
            </p>
          )}
          <Button isWide size="small" onClick={onSignOut}>
            Выйти
          </Button>
        </Popover.Dropdown>
      </Popover>
      <PasswordDialog
        login={me.login}
        isOpen={isChanging}
        onClose={() => {
          password.close()
          focusOpener()
        }}
      />
      <Suspense fallback={null}>
        {isSubscribing && (
          <CalendarDialog
            isOpen
            onClose={() => {
              calendar.close()
              focusOpener()
            }}
          />
        )}
      </Suspense>
    </>
  )
}

function ColorSchemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <fieldset className={styles.schemes}>
      <legend>Цвета экрана</legend>
      {SCHEMES.map(({ value, title }) => (
        <label key={value}>
          <input
            type="radio"
            name="color-scheme"
            checked={colorScheme === value}
            onChange={() => setColorScheme(value)}
          />
          {title}
        </label>
      ))}
    </fieldset>
  )
}
