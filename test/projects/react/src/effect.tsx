// What the recipe advises against, and what still counts a page once: Vitrina is started and stopped by an effect.
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import vitrina from 'vitrina';
import { App } from './App';
import { startVitrina } from './start-vitrina';

function Started() {
  useEffect(() => {
    startVitrina();
    return () => vitrina.stop();
  }, []);
  return <App />;
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Started />
  </StrictMode>,
);
