import 'vue';

/** Attributes that may fall through to a component's root element. */
declare module 'vue' {
  interface AllowedComponentProps {
    readonly id?: string;
    readonly role?: string;
    readonly title?: string;
    readonly tabindex?: number | string;
    readonly 'aria-label'?: string;
    readonly 'aria-labelledby'?: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-hidden'?: boolean | 'true' | 'false';
    readonly 'aria-live'?: 'polite' | 'assertive' | 'off';
    readonly 'data-testid'?: string;
  }
}
