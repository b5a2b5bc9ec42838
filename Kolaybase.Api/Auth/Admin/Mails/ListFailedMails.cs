using Kolaybase.ControlPlane.Mail;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.Admin.Mails;

/// <summary><c>GET /api/projects/{id}/auth/mails/failed</c>: at most 100, of the last 30 days.</summary>
internal static class ListFailedMails
{
    /// <summary>A mail that was given up.</summary>
    /// <param name="Id">The mail.</param>
    /// <param name="To">Its recipient.</param>
    /// <param name="Template">Which mail.</param>
    /// <param name="FailedAt">When it was given up.</param>
    /// <param name="Refusal">What the mail server answered, or what came between.</param>
    public sealed record Answer(Guid Id, string To, string Template, DateTimeOffset FailedAt, string Refusal);

    public static async Task<Ok<Answer[]>> HandleAsync(Guid id, FailedMails mails, CancellationToken cancellationToken) =>
        TypedResults.Ok((await mails.ListAsync(id, cancellationToken)).Select(m => new Answer(m.Id, m.Email, m.Template, m.FailedAt, m.Refusal)).ToArray());
}
