using System.Data.Common;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

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
    /// <remarks>
    /// An identity server that goes away in the middle keeps the user: his password is the one that was named, and signs him in. So does a
    /// commit of which nobody can tell how it ended: a user too many is better than one less.
    /// </remarks>
    public async Task<T?> CreateAsync<T>(IIdentityStore store, string realm, NewRealmUser user, Func<RealmUser, Task<T>> rest, CancellationToken cancellationToken)
        where T : class
    {
        RealmUser? made = null;
        string? committing = null;
        T? result = null;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            made = await store.CreateUserAsync(realm, user, cancellationToken);
            if (made is null)
            {
                return null;
            }

            result = await rest(made);
            committing = await db.Database.SqlQuery<string>($"select pg_current_xact_id()::text as \"Value\"").SingleAsync(cancellationToken);
            // Not cancelled: how it ended must be known.
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch when (made is not null)
        {
            switch (committing is null ? Fate.RolledBack : await FateAsync(committing))
            {
                case Fate.Committed:
                    return result;
                case Fate.RolledBack:
                    await UndoAsync(store, realm, made.Id);
                    break;
            }

            throw;
        }
    }

    /// <summary>How a transaction ended whose commit has failed: its connection may have broken before or after it (PostgreSQL 9.27.8, pg_xact_status).</summary>
    private async Task<Fate> FateAsync(string transactionId)
    {
        try
        {
            return await db.Database.SqlQuery<string?>($"select pg_xact_status({transactionId}::xid8) as \"Value\"").SingleAsync(CancellationToken.None) switch
            {
                "committed" => Fate.Committed,
                "aborted" => Fate.RolledBack,
                _ => Fate.Unknown,
            };
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            return Fate.Unknown;
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

    private enum Fate
    {
        Unknown,
        Committed,
        RolledBack,
    }
}
