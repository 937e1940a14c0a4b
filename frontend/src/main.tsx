import { createRoot } from 'react-dom/client'
import './app/mantine.css'
import './app/tokens.css'
import './app/base.css'
import { App } from './app/App'
import { registerWorker } from './app/serviceWorker'
import { passNonceToLibraries } from './app/styleNonce'

passNonceToLibraries()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
void registerWorker()
