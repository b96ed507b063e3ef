/** A column of UiDataGrid. Cells are drawn by the slot `cell-<key>`, or as the text that `text` gives. */
export type GridColumn<Row> = {
  readonly key: string;
  /** Empty for marks: then `label` names it for screen readers. */
  readonly title: string;
  readonly label?: string;
  /** Grid track, in rem or fr: '1.18rem', 'minmax(0, 1fr)'. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly text?: (row: Row) => string;
};
