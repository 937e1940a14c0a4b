import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { AskedOut } from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import { Box } from '@/ui/Box'
import { Icon } from '@/ui/icons'
import styles from './TodoNews.module.css'

/** Gaps and contradictions in the text of the act; rows with the same question share a line. */
export function AskedQuestions({ questions }: { questions: readonly AskedOut[] }) {
  const texts = [...new Set(questions.map(({ text }) => text))]
  return (
    <Box
      title="Ждут ответа автора распоряжения"
      meta={counted(questions.length, ['вопрос', 'вопроса', 'вопросов'])}
    >
      <ul className={styles.list}>
        {texts.map((text) => (
          <li key={text}>
            <Icon name="ask" />
            <span>
              <Numbers
                numbers={questions.filter((asked) => asked.text === text).map(({ number }) => number)}
              />
              : {text}
            </span>
          </li>
        ))}
      </ul>
      <Link to="/plan" search={{ status: 'ask' }} className={styles.more}>
        Показать эти строки
      </Link>
    </Box>
  )
}

/** «6.2, 6.3 и 7.1». */
function Numbers({ numbers }: { numbers: readonly string[] }) {
  return numbers.map((number, place) => (
    <Fragment key={number}>
      {place > 0 && (place === numbers.length - 1 ? ' и ' : ', ')}
      <b>{number}</b>
    </Fragment>
  ))
}
