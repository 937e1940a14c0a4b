import { useState } from 'react'
import { asProblem, type Problem } from '@/api/problems'
import { Button } from '@/ui/Button'
import { FieldError } from '@/ui/FieldError'

interface DownloadProps {
  /** The words of the button: «Скачать DOCX». */
  children: string
  /** What is downloaded, for those who hear the button among many: «план, редакция 2». */
  what: string
  size?: 'normal' | 'small'
  load: () => Promise<unknown>
}

/** A button that saves a file; what went wrong stands beside it. */
export function Download({ children, what, size, load }: DownloadProps) {
  const [isLoading, setLoading] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const start = async () => {
    // A double click is one file.
    if (isLoading) return
    setLoading(true)
    setProblem(null)
    try {
      await load()
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setLoading(false)
    }
  }
  return (
    <div>
      <Button
        size={size}
        aria-label={`${children}: ${what}`}
        aria-disabled={isLoading || undefined}
        onClick={() => void start()}
      >
        {isLoading ? 'Готовим файл' : children}
      </Button>
      {problem && (
        <div role="alert">
          <FieldError>{`${problem.title}. ${problem.text}`}</FieldError>
        </div>
      )}
    </div>
  )
}
