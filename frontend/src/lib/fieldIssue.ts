/** What is wrong with one field of a form. */
export interface FieldIssue {
  /** The field's name in the form. */
  name: string
  message: string
}
