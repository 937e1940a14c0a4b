import { useElementSize } from '@mantine/hooks'

/** The room a drawing has, so that its words keep their size on a phone; `usual` until it is known. */
export function useWidth(usual: number) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  return { frame: ref, width: Math.round(Math.max(280, width || usual)) }
}
