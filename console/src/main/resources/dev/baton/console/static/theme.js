// Before anything is drawn: light or dark as it was chosen here, otherwise as the system says.
(() => {
    const chosen = localStorage.getItem("baton-theme");
    if (chosen === "light" || chosen === "dark") {
        document.documentElement.dataset.theme = chosen;
    }
})();
