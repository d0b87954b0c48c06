import { createRouter, createWebHistory } from 'vue-router';
import type { RouterHistory } from 'vue-router';
import About from './About.vue';
import Home from './Home.vue';

export const createShopRouter = (history: RouterHistory) => {
  const router = createRouter({
    history,
    routes: [
      { path: '/', component: Home, meta: { title: 'Home' } },
      { path: '/about', component: About, meta: { title: 'About' } },
    ],
  });
  router.afterEach((to) => {
    document.title = String(to.meta.title);
  });
  return router;
};

export const router = createShopRouter(createWebHistory());
