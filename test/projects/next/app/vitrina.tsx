'use client';

import { useEffect } from 'react';
import { startVitrina } from './start-vitrina';

export function Vitrina() {
  useEffect(startVitrina, []);
  return null;
}
