import { useQuery } from '@tanstack/react-query'
import { getUploadRulesOptions } from '@/api/generated/@tanstack/react-query.gen'

/** Layouts come with a release: they do not change under an open page. */
const FRESH_MS = 60 * 60_000

/** Layouts that are recognised, as choices of a list. */
export function useLayouts(isEnabled = true): { value: string; text: string }[] {
  const rules = useQuery({ ...getUploadRulesOptions(), staleTime: FRESH_MS, enabled: isEnabled })
  return (rules.data?.layouts ?? []).map(({ code, title }) => ({ value: code, text: title }))
}
