import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { TextField } from './TextField'

/** A pause in typing after which the search begins; each letter must not be a request. */
const PAUSE_MS = 300

interface SearchFieldProps {
  label: string
  placeholder?: string
  /** What is searched for now, as the address says. */
  value: string
  onSearch: (value: string) => void
}

/** Search as one types; the field follows the address when the person goes back. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value)
  // What we have asked for ourselves: any other value of the address comes from a link or from «back».
  const asked = useRef(value)
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setTyped(value)
  }, [value])
  const search = (text: string) => {
    const wanted = text.trim()
    if (wanted === asked.current) return
    asked.current = wanted
    onSearch(wanted)
  }
  const searchLater = useDebouncedCallback(search, PAUSE_MS)
  return (
    <TextField
      type="search"
      label={label}
      placeholder={placeholder}
      value={typed}
      maxLength={100}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value)
        searchLater(event.target.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') search(typed)
      }}
    />
  )
}
