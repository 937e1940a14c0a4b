import type { IssueGroupOut } from '@/api/generated/types.gen'
import type { StatusKind } from '@/ui/status'

/** The shape of an issue: an error stops the writing, a warning asks to look. */
export const SEVERITIES: Record<IssueGroupOut['severity'], StatusKind> = { error: 'late', warning: 'due' }
