import Supercluster from 'supercluster';
import { fromPlane, toPlane, type PlanePoint } from './mercator.ts';
import { isWorst, kindAt, type MarkerSet } from './markerSet.ts';

/** Discs may not come nearer than this at the zoom they were made for. */
export const CLUSTER_PX = 56;
export const CLUSTER_ZOOM_MAX = 20;

type PointProps = { readonly index: number; readonly near: number; readonly pending: number };
type SumProps = { near: number; pending: number };

/** Cases that stand together at a zoom; one case is a group of one. */
export type Group = PlanePoint & {
  readonly count: number;
  readonly near: number;
  readonly pending: number;
  readonly members: () => readonly number[];
};

export type ClusterIndex = { readonly groupsAt: (zoom: number) => readonly Group[] };

/** Every case that may be inside a disc, indexed once a set. The worst are left out on purpose. */
export function buildClusterIndex(set: MarkerSet): ClusterIndex {
  const index = new Supercluster<PointProps, SumProps>({
    radius: CLUSTER_PX,
    extent: 256,
    maxZoom: CLUSTER_ZOOM_MAX,
    map: ({ near, pending }) => ({ near, pending }),
    reduce: (sum, props) => {
      sum.near += props.near;
      sum.pending += props.pending;
    },
  });
  const points: Parameters<typeof index.load>[0] = [];
  set.ids.forEach((_, i) => {
    if (isWorst(set, i)) return;
    const point = fromPlane(set.x[i] ?? 0, set.y[i] ?? 0);
    points.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [point.lonE6 / 1e6, point.latE6 / 1e6] },
      properties: {
        index: i,
        near: kindAt(set, i) === 'near' ? 1 : 0,
        pending: set.isPending[i] ?? 0,
      },
    });
  });
  index.load(points);
  return {
    groupsAt: (zoom) =>
      index
        .getClusters([-180, -85, 180, 85], Math.max(0, Math.floor(zoom)))
        .map((feature): Group => {
          const props = feature.properties;
          if (!('cluster_id' in props)) return singleGroup(set, props.index);
          const [lon = 0, lat = 0] = feature.geometry.coordinates;
          return {
            ...toPlane(lon * 1e6, lat * 1e6),
            count: props.point_count,
            near: props.near,
            pending: props.pending,
            members: () =>
              index.getLeaves(props.cluster_id, Infinity).map((leaf) => leaf.properties.index),
          };
        }),
  };
}

export function singleGroup(set: MarkerSet, index: number): Group {
  return {
    x: set.x[index] ?? 0,
    y: set.y[index] ?? 0,
    count: 1,
    near: kindAt(set, index) === 'near' ? 1 : 0,
    pending: set.isPending[index] ?? 0,
    members: () => [index],
  };
}

/** One group a street, at the street's own label: the overview of a whole district. */
export function groupByStreet(
  set: MarkerSet,
  anchors: ReadonlyMap<string, PlanePoint>,
): readonly (Group & { readonly street: string })[] {
  const byStreet = new Map<string, number[]>();
  set.ids.forEach((_, i) => {
    if (isWorst(set, i)) return;
    const street = set.street[i] ?? '';
    const list = byStreet.get(street);
    if (list === undefined) byStreet.set(street, [i]);
    else list.push(i);
  });
  return [...byStreet].flatMap(([street, members]) => {
    const anchor = anchors.get(street);
    if (anchor === undefined) {
      return members.map((index) => ({ ...singleGroup(set, index), street }));
    }
    const sum = (value: (i: number) => number): number =>
      members.reduce((total, i) => total + value(i), 0);
    return [
      {
        ...anchor,
        street,
        count: members.length,
        near: sum((i) => (kindAt(set, i) === 'near' ? 1 : 0)),
        pending: sum((i) => set.isPending[i] ?? 0),
        members: () => members,
      },
    ];
  });
}
