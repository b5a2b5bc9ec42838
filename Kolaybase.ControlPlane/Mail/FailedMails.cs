using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Mail;

/// <summary>Mails that were given up, kept for the owners of projects. Works on the scope's context.</summary>
public sealed class FailedMails(RegistryContext db, TimeProvider clock)
{
    /// <summary>Notes one. Noted again it is the same; a project that is gone meanwhile has none.</summary>
    public async Task NoteAsync(Guid id, Guid projectId, string email, string template, string refusal, CancellationToken cancellationToken)
    {
        var now = clock.GetStorableUtcNow();
        var text = refusal.Length <= FailedMail.MaxRefusal ? refusal : refusal[..FailedMail.MaxRefusal];
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into failed_mails (id, project_id, email, template, failed_at, refusal)
            select {id}, p.id, {email}, {template}, {now}, {text} from projects p where p.id = {projectId}
            on conflict (id) do update set failed_at = excluded.failed_at, refusal = excluded.refusal
            """,
            cancellationToken);
        // A wrong password of a mail server fails every mail: the newest tell enough.
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from failed_mails where id in (
              select id from failed_mails where project_id = {projectId} order by failed_at desc, id desc offset {FailedMail.MaxPerProject})
            """,
            cancellationToken);
    }

    /// <summary>Those of a project, the newest first.</summary>
    public async Task<IReadOnlyList<FailedMail>> ListAsync(Guid projectId, CancellationToken cancellationToken) =>
        await db.FailedMails.AsNoTracking().Where(m => m.ProjectId == projectId)
            .OrderByDescending(m => m.FailedAt).ThenByDescending(m => m.Id).Take(FailedMail.MaxPerProject).ToListAsync(cancellationToken);
}
