namespace Kolaybase.ControlPlane.Identity;

/// <summary>What became of a change of address.</summary>
public enum EmailChange
{
    /// <summary>The user has it, proven.</summary>
    Changed,

    /// <summary>Another user of the realm has it.</summary>
    Taken,

    /// <summary>There is no such user.</summary>
    NoUser,
}
