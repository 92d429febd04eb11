import type { ComponentChildren } from "preact";

const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
    {children}
  </svg>
);

export const InboxIcon = () => <Icon><path d="M4 13l2.6-7.400A2 2 0 0 1 8.5 4.300h7a2 2 0 0 1 1.9 1.300L20 13v5a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z" /><path d="M4 13h4.500l1.5 2.500h4l1.5-2.500H20" /></Icon>;
export const SessionsIcon = () => <Icon><rect x="3.5" y="4.5" width="17" height="15" rx="2.5" /><path d="M7.5 9.500l3 2.5-3 2.500M13 15h3.5" /></Icon>;
export const HistoryIcon = () => <Icon><path d="M4.5 6v4h4" /><path d="M5 10a7.8 7.8 0 1 1-.6 4" /><path d="M12 8v4.300l3 1.8" /></Icon>;
export const MoneyIcon = () => <Icon><path d="M4 20h16" /><path d="M6.5 16v-4M12 16V6M17.5 16v-7" stroke-width="2.6" /></Icon>;
export const ChannelsIcon = () => <Icon><path d="M6.5 16.500V11a5.5 5.5 0 0 1 11 0v5.500l1.5 1.500H5z" /><path d="M10 20.500h4" /></Icon>;
export const BackIcon = () => <Icon><path d="M14.5 5.500L8 12l6.5 6.5" /></Icon>;
export const CheckIcon = () => <Icon><path d="M5 12.500l4.5 4.500L19 7.5" /></Icon>;
export const CloseIcon = () => <Icon><path d="M6.5 6.500l11 11M17.5 6.500l-11 11" /></Icon>;
export const PlusIcon = () => <Icon><path d="M12 5.500v13M5.5 12h13" /></Icon>;
export const NestedIcon = () => <Icon><path d="M7 5v7a3 3 0 0 0 3 3h7M14 12l3 3-3 3" /></Icon>;
