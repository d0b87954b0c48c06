import './start-with-hash';
import { createApp } from 'vue';
import { createWebHashHistory } from 'vue-router';
import App from './App.vue';
import { createShopRouter } from './router';

createApp(App).use(createShopRouter(createWebHashHistory())).mount('#app');
