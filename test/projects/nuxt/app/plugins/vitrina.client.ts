import { startVitrina } from '../start-vitrina';

export default defineNuxtPlugin(() => {
  startVitrina();
});
