import type { PieceOut, RowDiffOut } from '@/api/generated/types.gen'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './DiffRows.module.css'
import { kindWords } from './diffWords'

/** Rows with what became of their words: taken out, put in; signs and lines say it without colour. */
export function DiffRows({ rows }: { rows: readonly RowDiffOut[] }) {
  return (
    <ol className={styles.rows}>
      {rows.map((row) => (
        <li key={`${row.before_number} ${row.after_number} ${row.kind}`} className={styles.row}>
          <Row row={row} />
        </li>
      ))}
    </ol>
  )
}

function Row({ row }: { row: RowDiffOut }) {
  const { sign, text } = kindWords(row)
  const number = row.after_number ?? row.before_number
  return (
    <>
      <p className={styles.kind}>
        <span aria-hidden="true">{sign}</span> {text}
        <em className={styles.section}>раздел {row.section}</em>
      </p>
      <div className={styles.words}>
        <h2 className={styles.title}>
          {number} {row.title}
        </h2>
        {row.fields.length > 0 && (
          <dl className={styles.fields}>
            {row.fields.map(({ field, title, pieces }) => (
              <div key={field}>
                <dt>{title}</dt>
                <dd>
                  <Pieces pieces={pieces} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </>
  )
}

/** One text with its changes in place. */
export function Pieces({ pieces }: { pieces: readonly PieceOut[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
  return pieces.map((piece, place) => <Piece key={place} piece={piece} />)
}

function Piece({ piece: { kind, text } }: { piece: PieceOut }) {
  switch (kind) {
    case 'added':
      return (
        <ins className={styles.added}>
          <VisuallyHidden>добавлено: </VisuallyHidden>
          {text}
          <VisuallyHidden> конец добавленного </VisuallyHidden>
        </ins>
      )
    case 'removed':
      return (
        <del className={styles.removed}>
          <VisuallyHidden>исключено: </VisuallyHidden>
          {text}
          <VisuallyHidden> конец исключённого </VisuallyHidden>
        </del>
      )
    case 'equal':
      return text
  }
}
