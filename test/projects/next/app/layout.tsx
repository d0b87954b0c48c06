import type { ReactNode } from 'react';
import { Vitrina } from './vitrina';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="es">
      <body>
        {children}
        <Vitrina />
      </body>
    </html>
  );
}
