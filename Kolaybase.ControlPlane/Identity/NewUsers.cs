using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Makes users together with what has to be there with them: all of it or nothing, so that whoever signs up may try again after a fault.</summary>
public sealed class NewUsers(RegistryContext db)
{
    /// <summary>Makes a user, and the rest in the scope's transaction.</summary>
    /// <param name="store">Where he is to be.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="user">He.</param>
    /// <param name="rest">The rest. Where it throws, there is no user.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <returns>Null when the realm has a user of that address.</returns>
    /// <remarks>An identity server that goes away in the middle keeps the user: his password is the one that was named, and signs him in.</remarks>
    public async Task<T?> CreateAsync<T>(IIdentityStore store, string realm, NewRealmUser user, Func<RealmUser, Task<T>> rest, CancellationToken cancellationToken)
        where T : class
    {
        RealmUser? made = null;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            made = await store.CreateUserAsync(realm, user, cancellationToken);
            if (made is null)
            {
                return null;
            }

            var result = await rest(made);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch when (made is not null)
        {
            await UndoAsync(store, realm, made.Id);
            throw;
        }
    }

    /// <summary>For a store that is no part of our transactions; from the others he is gone already. The first fault is the one that is told.</summary>
    private static async Task UndoAsync(IIdentityStore store, string realm, Guid userId)
    {
        try
        {
            await store.DeleteUserAsync(realm, userId, CancellationToken.None);
        }
        catch (IdentityUnavailableException)
        {
        }
    }
}
