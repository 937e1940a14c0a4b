import styles from './SkipLink.module.css'

/** The first stop of Tab: past the header, to the content. */
export function SkipLink({ target }: { target: string }) {
  return (
    <a
      className={styles.skip}
      href={`#${target}`}
      onClick={(event) => {
        // The address stays as it is: «#main» in it would come between the page and Back.
        event.preventDefault()
        document.getElementById(target)?.focus()
      }}
    >
      К содержанию
    </a>
  )
}
