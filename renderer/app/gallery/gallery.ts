import '../../ui/tokens.css';
import '../../ui/base.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import GalleryPage from './GalleryPage.vue';

// Every `*.demo.vue` beside its component, in all states: what the visual and axe tests look at.
createApp(GalleryPage).use(createPinia()).mount('#gallery');
