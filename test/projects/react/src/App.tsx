import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { AddToCart } from './AddToCart';

const Home = () => (
  <>
    <title>Home</title>
    <AddToCart reference="jarra-costa" price={2190} />
  </>
);

const About = () => <title>About</title>;

export const App = () => (
  <BrowserRouter>
    <Link to="/">Home</Link>
    <Link to="/about">About</Link>
    <Routes>
      <Route path="/about" element={<About />} />
      <Route path="*" element={<Home />} />
    </Routes>
  </BrowserRouter>
);
