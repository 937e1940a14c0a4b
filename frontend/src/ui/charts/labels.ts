/** Names beside points of a chart: each where it covers neither another name nor the edge. */

export interface Spot {
  id: string
  x: number
  y: number
  text: string
}

export interface Label {
  id: string
  x: number
  y: number
  text: string
  anchor: 'start' | 'middle' | 'end'
}

interface Frame {
  left: number
  top: number
  right: number
  bottom: number
}

/** Of 12 px type: an average of Cyrillic letters, digits and spaces. */
const LETTER = 6.7
const LINE = 14
const GAP = 9

/**
 * Places the names in the order given: beside the point, above or below it. A name that fits nowhere is left out;
 * it is still told when the point has the focus, and stands in the table.
 */
export function placeLabels(spots: readonly Spot[], frame: Frame): Label[] {
  const taken: Frame[] = spots.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }))
  const placed: Label[] = []
  for (const spot of spots) {
    const found = candidatesFor(spot).find(
      ({ box }) => isInside(box, frame) && !taken.some((other) => overlaps(box, other)),
    )
    if (!found) continue
    taken.push(found.box)
    placed.push(found.label)
  }
  return placed
}

function candidatesFor({ id, x, y, text }: Spot): { label: Label; box: Frame }[] {
  const width = text.length * LETTER
  const at = (labelX: number, labelY: number, anchor: Label['anchor']) => {
    const left = anchor === 'start' ? labelX : anchor === 'end' ? labelX - width : labelX - width / 2
    return {
      label: { id, x: labelX, y: labelY, text, anchor },
      box: { left, right: left + width, top: labelY - 11, bottom: labelY - 11 + LINE },
    }
  }
  return [
    at(x + GAP, y + 4, 'start'),
    at(x - GAP, y + 4, 'end'),
    at(x, y - GAP, 'middle'),
    at(x, y + GAP + 10, 'middle'),
    at(x + GAP, y - 12, 'start'),
    at(x + GAP, y + 20, 'start'),
    at(x - GAP, y - 12, 'end'),
    at(x - GAP, y + 20, 'end'),
  ]
}

function isInside(box: Frame, frame: Frame): boolean {
  return (
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
  )
}

function overlaps(one: Frame, other: Frame): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
