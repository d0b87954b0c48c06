import Link from 'next/link';
import { AddToCart } from './add-to-cart';

export const metadata = { title: 'Home' };

export default function Home() {
  return (
    <>
      <AddToCart reference="jarra-costa" price={2190} />
      <Link href="/about">About</Link>
    </>
  );
}
