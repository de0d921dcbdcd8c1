import { newTypeErrors, typeErrorsIn } from './typeErrors';

const OWN = "packages/app/src/App.tsx(30,5): error TS2322: Type 'a' is no 'b'.";
const OURS =
  "packages/app/src/App.tsx(2,3): error TS2305: Module has no 'SkeYaml'.";

it('reads errors without their places', () => {
  expect(typeErrorsIn(`words\n${OWN}\n  more of it\n${OURS}\n`)).toEqual([
    "packages/app/src/App.tsx: error TS2322: Type 'a' is no 'b'.",
    "packages/app/src/App.tsx: error TS2305: Module has no 'SkeYaml'.",
  ]);
  expect(typeErrorsIn('all well\n')).toEqual([]);
});

it('knows those that the app had before, also in other lines', () => {
  const before = typeErrorsIn(OWN);
  const moved = OWN.replace('(30,5)', '(38,5)');
  expect(newTypeErrors(before, typeErrorsIn(`${OURS}\n${moved}`))).toEqual(
    typeErrorsIn(OURS),
  );
});
