using Kolaybase.ControlPlane.Audit;

namespace Kolaybase.Api.Http;

/// <summary>Says of a request what the audit log keeps of it.</summary>
internal static class AuditNotes
{
    /// <summary>The note of an action: who calls, from where, by which request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="action">What is done, e.g. <c>table.create</c>.</param>
    /// <param name="subject">What it is done to; never a value of a row.</param>
    public static AuditNote Of(HttpContext context, ProjectCaller caller, string action, string? subject)
    {
        var address = context.Connection.RemoteIpAddress;
        return new AuditNote(
            caller.Project.Id,
            caller.Member?.AccountId,
            action,
            subject,
            (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
            context.TraceIdentifier);
    }

    /// <summary><see cref="AuditLog.BeginAsync"/> for a request, which is refused when its action can't be noted.</summary>
    /// <exception cref="ApiException">503; nothing was done yet.</exception>
    public static async Task<Guid> BeginOrRefuseAsync(this AuditLog audit, AuditNote note, CancellationToken cancellationToken)
    {
        try
        {
            return await audit.BeginAsync(note, cancellationToken);
        }
        catch (AuditUnavailableException e)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable,
                ErrorCodes.Unavailable,
                "The server can't write to its own database now, where it notes who changes what; nothing was changed.",
                hint: "Try again after the seconds that Retry-After names.",
                inner: e) { RetryAfterSeconds = 2 };
        }
    }
}
