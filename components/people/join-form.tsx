"use client";
import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/ui/error-state";
import { Form } from "@/components/ui/form";
import { sendJson } from "@/components/ui/send-json";
import { Skeleton } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { GoOn, JoinState } from "@/lib/model/people";
import { projectPath } from "@/lib/view/paths";
import { useSecretOfAddress } from "./use-secret-of-address";

const PASSWORD = {
  name: "password",
  type: "password",
  autoComplete: "new-password",
  required: true,
  minLength: 10,
  hint: "At least 10 characters.",
};

/** What a link opens: an invitation into a project, or a new password. */
export function JoinForm() {
  const token = useSecretOfAddress();
  const look = useQuery({
    queryKey: ["join", token],
    queryFn: () => sendJson(JoinState, "/api/v1/join/look", { body: { token } }),
    enabled: Boolean(token),
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (token === "") {
    const detail = "Its end is missing. Copy the whole link, or ask whoever sent it to you for another.";
    return <ErrorState heading="h1" title="This link is not complete" detail={detail} className="py-2" />;
  }
  if (look.error) {
    return <ErrorState heading="h1" title="This link does not work" detail={look.error.message} className="py-2" />;
  }
  if (!look.data) {
    return (
      <div className="flex flex-col gap-4">
        <span role="status" className="sr-only">
          Loading
        </span>
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  const join = async (fields: Record<string, string>) => {
    const { project } = await sendJson(GoOn, "/api/v1/join", { body: { token, ...fields } });
    window.location.assign(project ? projectPath(project, "sessions") : "/");
  };
  return look.data.kind === "reset" ? (
    <ResetForm email={look.data.email} onSend={join} />
  ) : (
    <InviteForm state={look.data} onSend={join} />
  );
}

interface ResetFormProps {
  email: string | null;
  onSend: (fields: Record<string, string>) => Promise<void>;
}

function ResetForm({ email, onSend }: ResetFormProps) {
  return (
    <>
      <h1 className="font-[620] text-xl tracking-[-0.02em]">Choose a new password</h1>
      <p className="mt-1 mb-5 text-mute">For {email}. You will be logged out everywhere else.</p>
      <Form submit="Set password" isWide onSend={onSend}>
        <TextField {...PASSWORD} label="Password" />
      </Form>
    </>
  );
}

interface InviteFormProps {
  state: JoinState;
  onSend: (fields: Record<string, string>) => Promise<void>;
}

function InviteForm({ state, onSend }: InviteFormProps) {
  const { project, role, mayHear, email, loggedInAs } = state;
  const hearing = mayHear ? "You may hear recordings." : "Recordings stay silent for you.";
  return (
    <>
      <h1 className="font-[620] text-xl tracking-[-0.02em]">Join {project.name}</h1>
      <p className="mt-1 mb-5 text-mute">
        You are invited as {role}. {hearing}
      </p>
      {loggedInAs ? (
        <Form submit={`Join as ${loggedInAs}`} isWide onSend={onSend}>
          {null}
        </Form>
      ) : (
        <Form submit="Create account and join" isWide onSend={onSend}>
          <TextField label="Name" name="name" autoComplete="name" required maxLength={100} />
          <TextField
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={email ?? undefined}
            readOnly={email !== null}
          />
          <TextField {...PASSWORD} label="Password" />
          <p className="text-mute text-sm">
            You have an account here?{" "}
            <a href="/login" className="text-accent underline">
              Log in
            </a>
            , then open the link again.
          </p>
        </Form>
      )}
    </>
  );
}
