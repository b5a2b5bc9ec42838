using System.Security.Cryptography;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Auth;

/// <summary>
/// Proves addresses by mailed codes. Who made an account with an address that was never proven may be anybody: once its owner comes by a
/// mail, whoever was there before loses everything, or he would share the account with him from then on.
/// </summary>
internal sealed class AddressProofs(IdentityStores stores, OneTimeCodes codes, TokenRevocations revocations, ImmediateRevocation revocation)
{
    /// <summary>Notes that a user has proven his address, in the transaction that spent the code. Begin his session after it.</summary>
    /// <param name="caller">Names the project. Where his token is of that very user, he has been there before himself, and everything stays.</param>
    /// <param name="userId">Who spent a code.</param>
    /// <param name="password">The account's password from now on if its address is proven only now; null for one that nobody knows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The user as he is now; null when he is gone.</returns>
    public async Task<AddressProof?> ProveAsync(ProjectCaller caller, Guid userId, string? password, CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(caller.Project.Id);
        var store = stores.Of(caller.Project);
        // Spending locks the user's codes: of several that are spent at once the first proves the address, and the others find it proven.
        if (await store.FindByIdAsync(realm, userId, cancellationToken) is not { } user)
        {
            return null;
        }

        if (user.EmailVerified)
        {
            return new AddressProof(user, TookOver: false);
        }

        var takesOver = caller.User?.Id != userId;
        if (takesOver)
        {
            // Before the store is asked, and again below with what began meanwhile: a store without transactions may fail half way.
            await revocation.RunAsync(realm, userId);
            // Before the address is proven: on a store without transactions the other order could leave a stranger's password good.
            await store.SetPasswordAsync(realm, userId, password ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        }

        await store.MarkEmailVerifiedAsync(realm, userId, cancellationToken);
        if (takesOver)
        {
            // A change to an address of the stranger's own may be among them.
            await codes.ForgetAsync(realm, userId, purpose: null, cancellationToken);
            await revocations.RevokeAsync(realm, userId, cancellationToken);
        }

        return new AddressProof(user with { EmailVerified = true }, takesOver);
    }
}

/// <summary>What became of the proof of an address.</summary>
/// <param name="User">The user, with his address proven.</param>
/// <param name="TookOver">Whether the address was proven only now and all that was before has ended: sessions, access tokens, the password.</param>
internal sealed record AddressProof(RealmUser User, bool TookOver);
