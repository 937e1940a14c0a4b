import { lazy, Suspense, useRef, useState } from 'react'
import { Button } from '@/ui/Button'

const CalendarDialog = lazy(async () => ({
  default: (await import('@/features/calendar/CalendarDialog')).CalendarDialog,
}))

/** «Календарь» beside the plan: the dialog is loaded when it is first opened. */
export function CalendarButton() {
  const [isOpen, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => {
          opener.current = event.currentTarget
          setOpen(true)
        }}
      >
        Календарь
      </Button>
      <Suspense fallback={null}>
        {isOpen && (
          <CalendarDialog
            isOpen
            onClose={() => {
              setOpen(false)
              // A dialog that is taken away whole cannot return the focus itself.
              setTimeout(() => opener.current?.focus())
            }}
          />
        )}
      </Suspense>
    </>
  )
}
