using Kolaybase.Api.Http.RequestLog;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>
/// <c>GET …/auth/callback/{projectId}/{provider}</c>: spends the state first, in a statement of its own, so that whatever fails after
/// it can't be tried again with the same one; then finds out who it is, and sends the browser to the app.
/// </summary>
internal static partial class FinishSignIn
{
    /// <param name="projectId">The project.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="context">The request.</param>
    /// <param name="db">Projects.</param>
    /// <param name="states">Sign-ins under way.</param>
    /// <param name="settings">The project's settings.</param>
    /// <param name="clients">The project's client.</param>
    /// <param name="providers">Providers.</param>
    /// <param name="stores">Identity stores.</param>
    /// <param name="sessions">Sessions.</param>
    /// <param name="cookies">The browser's mark.</param>
    /// <param name="loggers">Logs why a sign-in failed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IResult> HandleAsync(
        Guid projectId,
        string provider,
        HttpContext context,
        RegistryContext db,
        OAuthStates states,
        AuthSettingsStore settings,
        OAuthClients clients,
        OAuthProviders providers,
        IdentityStores stores,
        AuthSessionAnswers sessions,
        OAuthCookies cookies,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var answer = ProviderAnswer.Read(context.Request.Query);
        if (answer.State is not { } state || providers.Find(provider) is not { } known || OAuthCookies.Read(context.Request, state) is not { } mark
            || await states.SpendAsync(projectId, provider, state, mark, cancellationToken) is not { } flow)
        {
            return OAuthAnswers.InvalidState(context);
        }

        NotedProject.Set(context, projectId);
        cookies.Delete(context.Response, state);
        var project = ProjectRef.From(await db.Projects.AsNoTracking().SingleAsync(p => p.Id == projectId, cancellationToken));
        var set = await settings.ReadAsync(projectId, cancellationToken);
        if (project.Status != ProjectStatus.Active || !RedirectUrls.Allows(set, flow.RedirectTo))
        {
            // Its owner has taken the address off the list since, or the project is going.
            return OAuthAnswers.InvalidState(context);
        }

        try
        {
            var account = await known.IdentifyAsync(clients.Open(projectId, provider, set), Code(answer), flow, cancellationToken);
            var user = await ExternalSignIn.ResolveAsync(stores.Of(project), Realms.OfProject(projectId), set, provider, account, cancellationToken);
            // Not begun for nobody: a session whose token can't be had goes with the transaction.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var session = await sessions.StartAsync(project, user, context.Request.Headers.UserAgent, cancellationToken) ?? throw ExternalSignIn.Blocked();
            await transaction.CommitAsync(cancellationToken);
            return OAuthAnswers.SignedIn(context, flow.RedirectTo, session.AccessToken, session.RefreshToken, session.ExpiresIn);
        }
        catch (OAuthException e)
        {
            Failed(loggers.CreateLogger(typeof(FinishSignIn)), provider, projectId, e.Error, e.Message, e.InnerException);
            return OAuthAnswers.Refused(context, flow.RedirectTo, e.Error, e.Description);
        }
        catch (IdentityUnavailableException e)
        {
            Failed(loggers.CreateLogger(typeof(FinishSignIn)), provider, projectId, OAuthErrors.TemporarilyUnavailable, "The project's identity server does not answer.", e);
            return OAuthAnswers.Refused(context, flow.RedirectTo, OAuthErrors.TemporarilyUnavailable, "Sign-in is not possible now. Try again later.");
        }
    }

    private static string Code(ProviderAnswer answer) => answer switch
    {
        { Error: { } error } => throw new OAuthException(error, answer.ErrorDescription ?? "The provider did not let the user in.", $"The provider sent the browser back with {error}."),
        { Code: { } code } => code,
        _ => throw new OAuthException(OAuthErrors.InvalidAnswer, "The provider sent the browser back with neither a code nor an error. Begin again."),
    };

    [LoggerMessage(60, LogLevel.Warning, "A sign-in with {Provider} at project {ProjectId} ended with {Error}: {Reason}")]
    private static partial void Failed(ILogger logger, string provider, Guid projectId, string error, string reason, Exception? exception);
}
