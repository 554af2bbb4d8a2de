// What @adminjs/design-system imports of the @tiptap packages, without the editor. See docs/security.md.
const nothing = { configure: () => nothing };

export default nothing;
export const useEditor = () => null;
export const EditorContent = () => null;
