import { getRouteApi, useRouter } from '@tanstack/react-router'
import { SignInPage } from '@/features/auth/SignInPage'
import { nextAddress } from './nextAddress'

const route = getRouteApi('/login')

/** The log-in page in its place among the addresses. */
export function SignIn() {
  const router = useRouter()
  const { next } = route.useSearch()
  return <SignInPage onSuccess={() => router.history.replace(nextAddress(next))} />
}
