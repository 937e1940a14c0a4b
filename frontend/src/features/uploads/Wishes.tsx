import { useMay } from '@/api/me'
import type { UploadWishes } from '@/api/upload'
import { Checkbox } from '@/ui/Checkbox'
import { RadioGroup } from '@/ui/RadioGroup'
import text from '@/ui/text.module.css'
import styles from './UploadsPage.module.css'
import { STRATEGIES, strategyText } from './words'

interface WishesProps {
  wishes: UploadWishes
  onChange: (wishes: UploadWishes) => void
}

/** What is to become of the files that will be chosen: how they are written, and whether at once. */
export function Wishes({ wishes, onChange }: WishesProps) {
  const mayCommit = useMay('commit_uploads')
  return (
    <div className={styles.wishes}>
      <div>
        <RadioGroup
          label="Как записать результаты"
          options={STRATEGIES}
          chosen={wishes.strategy}
          onChoose={(strategy) => onChange({ ...wishes, strategy })}
        />
        <p className={text.meta}>{strategyText(wishes.strategy)}</p>
      </div>
      {mayCommit && (
        <Checkbox
          label="Принять сразу, если ошибок нет"
          hint="С ошибками, вопросами или большими изменениями файл подождёт решения."
          isChecked={wishes.autoCommit}
          onCheck={(autoCommit) => onChange({ ...wishes, autoCommit })}
        />
      )}
    </div>
  )
}
