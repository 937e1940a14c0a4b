/** How the members of an expected result are called. */
import type { MemberFactsOut } from '@/api/generated/types.gen'
import { counted, type Forms } from '@/lib/plural'

const SCHOOLS: Forms = ['школа', 'школы', 'школ']
const MEMBERS: Forms = ['участник', 'участника', 'участников']

/** «2 школы»; «3 участника» where curators or the office are counted too. */
export function membersWords(members: readonly MemberFactsOut[]): string {
  const areSchools = members.every(({ school_id }) => school_id !== null)
  return counted(members.length, areSchools ? SCHOOLS : MEMBERS)
}
