import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LinkOut } from '@/api/generated/types.gen'

const SCHOOL_PARTS = {
  school: '/schools/$schoolId',
  school_action_points: '/schools/$schoolId/action-points',
  school_documents: '/schools/$schoolId/documents',
  school_history: '/schools/$schoolId/history',
  school_programmes: '/schools/$schoolId/programmes',
  school_results: '/schools/$schoolId/results',
  school_risk_profile: '/schools/$schoolId/risk-profile',
  school_team: '/schools/$schoolId/team',
} as const

/** To the very place where it is mended. */
export function FindingLink({ link: { kind, id }, children }: { link: LinkOut; children: ReactNode }) {
  switch (kind) {
    case 'activity':
      return (
        <Link to="/plan" search={{ row: id }}>
          {children}
        </Link>
      )
    case 'members':
      return (
        <Link to="/plan/members" search={{ plan: id }}>
          {children}
        </Link>
      )
    case 'people':
      return <Link to="/support/people">{children}</Link>
    case 'visit':
      return (
        <Link to="/visits/$visitId" params={{ visitId: id }}>
          {children}
        </Link>
      )
    case 'document':
      return (
        <Link to="/documents/$documentId" params={{ documentId: id }}>
          {children}
        </Link>
      )
    case 'programme':
      return (
        <Link to="/programmes/$programmeId" params={{ programmeId: id }}>
          {children}
        </Link>
      )
    case 'upload':
      return (
        <Link to="/uploads/$uploadId" params={{ uploadId: id }}>
          {children}
        </Link>
      )
    default:
      return (
        <Link to={SCHOOL_PARTS[kind]} params={{ schoolId: id }}>
          {children}
        </Link>
      )
  }
}
