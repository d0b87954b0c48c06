import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router';
import { startVitrina } from './start-vitrina';

startVitrina();
createApp(App).use(router).mount('#app');
