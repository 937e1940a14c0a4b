import { Button } from '@/ui/Button'
import { FieldError } from '@/ui/FieldError'
import type { FieldOf } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { DIFFICULTIES, emptyTask, maximumOf, type TypedTask } from './passport'
import styles from './Scales.module.css'

interface PassportTasksProps {
  tasks: readonly TypedTask[]
  field: FieldOf
  onType: (tasks: TypedTask[]) => void
}

/** Tasks in their order; the maximum of the work is their sum and is never typed. */
export function PassportTasks({ tasks, field, onType }: PassportTasksProps) {
  const { id, error } = field('tasks')
  const change = (key: string, part: Partial<TypedTask>) =>
    onType(tasks.map((task) => (task.key === key ? { ...task, ...part } : task)))
  return (
    <div id={id} tabIndex={-1} className={text.stack}>
      <h3>Задания</h3>
      {error && <FieldError>{error}</FieldError>}
      {tasks.map((task, place) => (
        <fieldset key={task.key} className={styles.task}>
          <legend>{`Задание ${place + 1}`}</legend>
          <TextField
            label="Номер"
            value={task.name}
            maxLength={20}
            onChange={({ target }) => change(task.key, { name: target.value })}
          />
          <TextField
            label="Макс. балл"
            value={task.max}
            inputMode="numeric"
            maxLength={3}
            onChange={({ target }) => change(task.key, { max: target.value })}
          />
          <SelectField
            label="Сложность"
            options={DIFFICULTIES}
            value={task.difficulty}
            onChoose={(difficulty) => change(task.key, { difficulty })}
          />
          <TextField
            label="Что проверяет"
            value={task.skill}
            maxLength={500}
            onChange={({ target }) => change(task.key, { skill: target.value })}
          />
          <div className={styles.taskActions}>
            <Button
              size="small"
              look="quiet"
              aria-label={`Убрать задание ${place + 1}`}
              onClick={() => onType(tasks.filter(({ key }) => key !== task.key))}
            >
              Убрать
            </Button>
          </div>
        </fieldset>
      ))}
      <p>{`Максимум работы: ${maximumOf(tasks)}`}</p>
      <Button size="small" onClick={() => onType([...tasks, emptyTask(tasks)])}>
        Добавить задание
      </Button>
    </div>
  )
}
