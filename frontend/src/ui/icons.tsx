/** Every drawing of the product. Shapes of statuses are part of the vocabulary: see `status.ts`. */
import type { ReactNode } from 'react'

const ring = <circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />

const drawings = {
  ok: [
    12,
    <path
      key="p"
      fill="currentColor"
      fillRule="evenodd"
      d="M6 0a6 6 0 1 0 0 12A6 6 0 0 0 6 0Zm-.8 9L2.3 6.1l1.1-1.1 1.8 1.8L8.7 3.2l1.1 1.1Z"
    />,
  ],
  run: [
    12,
    <g key="g">
      {ring}
      <path fill="currentColor" d="M6 1v10A5 5 0 0 1 6 1Z" />
    </g>,
  ],
  due: [
    12,
    <path
      key="p"
      fill="currentColor"
      fillRule="evenodd"
      d="M6 .4 12 11.5H0ZM5.2 4.4v3.4h1.6V4.4Zm0 4.4v1.5h1.6V8.8Z"
    />,
  ],
  late: [
    12,
    <path
      key="p"
      fill="currentColor"
      fillRule="evenodd"
      d="m6-.3 6.3 6.3L6 12.3-.3 6ZM5.2 2.8v4h1.6v-4Zm0 5v1.6h1.6V7.8Z"
    />,
  ],
  idle: [12, ring],
  ask: [
    12,
    <g key="g">
      <rect
        x=".7"
        y=".7"
        width="10.6"
        height="10.6"
        rx="1.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        d="M4.2 4.6C4.2 3.4 5 2.9 6 2.9s1.8.6 1.8 1.6C7.8 5.8 6 5.7 6 7.2"
      />
      <path fill="currentColor" d="M5.3 8.1h1.4v1.3H5.3z" />
    </g>,
  ],
  frozen: [12, <path key="p" fill="currentColor" d="M2 0h1.3v12H2zM4 1h6.5L8.7 3.7l1.8 2.8H4z" />],
  info: [
    12,
    <g key="g">
      <circle cx="6" cy="6" r="5.3" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path fill="currentColor" d="M5.3 5h1.4v4.3H5.3zM5.3 2.7h1.4v1.4H5.3z" />
    </g>,
  ],
  brand: [
    20,
    <g key="g">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        d="M4 16.5h7.5a3.25 3.25 0 0 0 0-6.5h-4a3.25 3.25 0 0 1 0-6.5h6"
      />
      <circle cx="3.4" cy="16.5" r="2.4" fill="currentColor" />
      <circle cx="16" cy="3.5" r="2.4" fill="none" stroke="currentColor" strokeWidth="2" />
    </g>,
  ],
  find: [
    16,
    <g key="g" fill="none" stroke="currentColor" strokeWidth="1.5">
      <circle cx="7" cy="7" r="4.7" />
      <path d="m10.5 10.5 4 4" />
    </g>,
  ],
  close: [12, <path key="p" stroke="currentColor" strokeWidth="1.5" d="m2 2 8 8M10 2l-8 8" />],
  down: [10, <path key="p" fill="none" stroke="currentColor" strokeWidth="1.5" d="m2 3.5 3 3 3-3" />],
  left: [16, <path key="p" fill="none" stroke="currentColor" strokeWidth="1.8" d="M10 3 5 8l5 5" />],
  sync: [
    14,
    <g key="g">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        d="M2 7a5 5 0 0 1 8.7-3.4M12 7a5 5 0 0 1-8.7 3.4"
      />
      <path fill="currentColor" d="M11.6 1v4H7.8zM2.4 13V9h3.8z" />
    </g>,
  ],
  offline: [
    16,
    <g key="g">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        d="M1.5 6.2a9.5 9.5 0 0 1 13 0M4 9a6 6 0 0 1 8 0M2 14 14 1.5"
      />
      <circle cx="8" cy="12" r="1.4" fill="currentColor" />
    </g>,
  ],
  file: [
    16,
    <path
      key="p"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
      d="M3.5 1.5h6l3 3v10h-9ZM9.5 1.5v3h3"
    />,
  ],
} as const satisfies Record<string, readonly [box: number, drawing: ReactNode]>

export type IconName = keyof typeof drawings

/** A drawing beside a word; it never carries meaning alone, so screen readers skip it. */
export function Icon({ name, size, className }: { name: IconName; size?: number; className?: string }) {
  const [box, drawing] = drawings[name]
  return (
    <svg
      width={size ?? box}
      height={size ?? box}
      viewBox={`0 0 ${box} ${box}`}
      aria-hidden="true"
      className={className}
    >
      {drawing}
    </svg>
  )
}
