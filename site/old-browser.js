// Only browsers without JavaScript modules run this.
document.getElementById("boot-text").textContent =
  "This browser is too old for Keyhaven. Any current Firefox, Chrome, Edge or Safari works.";
