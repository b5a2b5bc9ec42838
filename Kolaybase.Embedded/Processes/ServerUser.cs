using System.Globalization;

namespace Kolaybase.Embedded.Processes;

/// <summary>The user that PostgreSQL runs as when the stack is started by root, whom PostgreSQL refuses.</summary>
/// <param name="Name">Login name.</param>
/// <param name="UserId">Its uid.</param>
/// <param name="GroupId">Its primary gid.</param>
public sealed record ServerUser(string Name, uint UserId, uint GroupId)
{
    /// <summary>Names the user to drop to; else <c>postgres</c>, <c>_postgres</c> (macOS), then <c>nobody</c>.</summary>
    public const string Variable = "KOLAYBASE_PG_USER";

    /// <summary>
    /// True for <c>nobody</c>, which other services may share: they could read the cluster's files. It is
    /// taken only where there is no better one, because no user is ever created.
    /// </summary>
    public bool IsShared => Name == "nobody";

    /// <summary>Chooses the user to drop to. Null when the caller is not root: then nothing is dropped.</summary>
    /// <exception cref="EmbeddedException">No user to drop to exists.</exception>
    public static Task<ServerUser?> ChooseAsync(CancellationToken cancellationToken) =>
        ChooseAsync(LibC.IsRoot, Environment.GetEnvironmentVariable(Variable), cancellationToken);

    internal static async Task<ServerUser?> ChooseAsync(bool isRoot, string? wanted, CancellationToken cancellationToken)
    {
        if (!isRoot)
        {
            return null;
        }

        string[] names = string.IsNullOrEmpty(wanted) ? ["postgres", "_postgres", "nobody"] : [wanted];
        foreach (var name in names)
        {
            if (await LookUpAsync(name, cancellationToken) is { } user)
            {
                return user.UserId != 0
                    ? user
                    : throw new EmbeddedException($"{Variable} names '{name}', which is root. PostgreSQL refuses root: name another user.");
            }
        }

        throw new EmbeddedException(
            $"PostgreSQL refuses to run as root, and there is no user {string.Join(" or ", names)} to drop to. " +
            $"Create one ('useradd --system postgres') or name one in {Variable}.");
    }

    /// <summary>Gives a file or folder to this user. Does not follow a link: in a folder that is this user's, it could point anywhere.</summary>
    internal void TakeOver(string path) => Check(LibC.ChangeOwner(path, UserId, GroupId), path);

    /// <summary>Gives an open file to this user.</summary>
    internal void TakeOver(FileStream file) => Check(LibC.ChangeOwner(file.SafeFileHandle, UserId, GroupId), file.Name);

    private void Check(int result, string path)
    {
        if (result != 0)
        {
            throw new EmbeddedException($"'{path}' could not be given to user '{Name}' (error {System.Runtime.InteropServices.Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>Whether this user can enter a folder, all folders above it included.</summary>
    internal async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        (await Command.RunAsync("test", ["-x", folder], this, cancellationToken)).Succeeded;

    // `id` also knows users that are not in /etc/passwd (directory services).
    private static async Task<ServerUser?> LookUpAsync(string name, CancellationToken cancellationToken)
    {
        var user = await Command.RunAsync("id", ["-u", name], null, cancellationToken);
        var group = await Command.RunAsync("id", ["-g", name], null, cancellationToken);
        return user.Succeeded && group.Succeeded
            && uint.TryParse(user.Output.Trim(), CultureInfo.InvariantCulture, out var userId)
            && uint.TryParse(group.Output.Trim(), CultureInfo.InvariantCulture, out var groupId)
            ? new ServerUser(name, userId, groupId)
            : null;
    }
}
