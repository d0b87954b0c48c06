import '@hotwired/turbo';
import { startVitrina } from './start-vitrina';

startVitrina();
