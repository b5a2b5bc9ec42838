using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>
/// Takes a user's sessions and access tokens away in a transaction of its own. An identity server is not part of our transactions: were they
/// taken away only after it was asked, a fault in between would leave a thief his session beside the new password.
/// </summary>
internal sealed class ImmediateRevocation(IServiceScopeFactory scopes)
{
    /// <summary>Revokes and commits. Not cancelled when the client hangs up: it may be the thief.</summary>
    public async Task RunAsync(string realm, Guid userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<RegistryContext>().Database.BeginTransactionAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<TokenRevocations>().RevokeAsync(realm, userId, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
