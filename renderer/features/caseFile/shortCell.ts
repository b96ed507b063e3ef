/** A cell within its street: the code of the street stands in front of it and is named beside it. */
export function shortCell(cell: string, street: string | undefined): string {
  return street !== undefined && cell.startsWith(street) ? cell.slice(street.length) : cell;
}
